import { draftMarks } from "./composer/drafts/draftMarks";
import { LocalDraft } from "./composer/drafts/LocalDraft";
import { roomKeys } from "./composer/keys/roomKeys";
import { shortcuts } from "./composer/keys/shortcuts";
import { registerUpsert } from "./htmx";
import { elsewhere } from "./outbox/elsewhere";
import { own } from "./own/own";
import { room } from "./room/room";
import { copyButtons } from "./shell/copyButtons";
import { drawers } from "./shell/drawers";
import { searchKey, searchPage } from "./shell/search";
import { switcher } from "./shell/switcher";
import { sayLocally } from "./talk/times";

const talk = document.querySelector<HTMLElement>("main.talk");
registerUpsert(talk ? room(talk) : {});
drawers();
copyButtons();
shortcuts(document.querySelector("#shortcuts"));
switcher(document.querySelector("#switcher"));
searchKey();
searchPage(document.querySelector("main.search-page"));
sayLocally(document);
const rooms = document.querySelector<HTMLElement>("#rooms");
if (rooms) {
  roomKeys(rooms);
  draftMarks(rooms, (room) => new LocalDraft(`drafts:${document.body.dataset.user}:${room}`, localStorage));
}
const { user } = document.body.dataset;
own(document.querySelector("#rooms"), user);
if (user) elsewhere(user, talk?.querySelector("form.composer") ? talk.dataset.room : undefined);

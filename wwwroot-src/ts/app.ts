import { registerUpsert } from "./htmx";
import { own } from "./own/own";
import { room } from "./room";
import { copyButtons } from "./shell/copyButtons";
import { drawers } from "./shell/drawers";
import { searchKey, searchPage } from "./shell/search";
import { switcher } from "./shell/switcher";

const talk = document.querySelector<HTMLElement>("main.talk");
registerUpsert(talk ? room(talk) : {});
drawers();
copyButtons();
switcher(document.querySelector("#switcher"));
searchKey();
searchPage(document.querySelector("main.search-page"));
own(document.querySelector("#rooms"), document.body.dataset.user);

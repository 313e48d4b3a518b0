import { goTo } from "../outbox/askBeforeLoss";
import type { OwnEvent } from "./OwnStream";

const key = "notify-mentions";
const longest = 160;

/**
 * Notifications of the desktop when somebody names the reader: off until they press the bell, and only while nobody
 * looks at this page. Returns what to do with each event.
 */
export function mentionNotices(bell: HTMLButtonElement | null, nameOf: (room: number) => string): (event: OwnEvent) => void {
  if (!bell || !("Notification" in window)) return () => {};
  const isOn = () => Notification.permission === "granted" && localStorage.getItem(key) === "on";
  const show = () => {
    bell.ariaPressed = String(isOn());
    bell.title = (Notification.permission === "denied" ? bell.dataset.denied : bell.dataset.ask) ?? "";
  };
  bell.hidden = false;
  bell.addEventListener("click", async () => {
    const on = isOn();
    if (on) localStorage.removeItem(key);
    else if ((await Notification.requestPermission()) === "granted") localStorage.setItem(key, "on");
    show();
  });
  show();

  return (event) => {
    if (event.type !== "mention" || !document.hidden || !isOn()) return;
    const { room_id: room, message } = event;
    const body = message.body.length > longest ? `${message.body.slice(0, longest)}…` : message.body;
    const notice = new Notification(`${message.sender_name} · ${nameOf(room)}`, { body, tag: `mention-${message.id}`, icon: "/favicon.svg" });
    notice.addEventListener("click", () => {
      window.focus();
      goTo(`/rooms/${room}?around=${message.id}`);
      notice.close();
    });
  };
}

import { beforeEach, describe, expect, it } from "vitest";
import { Lightbox } from "../ts/files/Lightbox";
import { saySize } from "../ts/files/sizes";
import { shown } from "../ts/files/shown";

describe("the lightbox", () => {
  let dialog: HTMLDialogElement;
  const image = () => dialog.querySelector("img")!;
  const key = (name: string) => dialog.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true }));
  const press = (index: number, init: MouseEventInit = {}) =>
    document.querySelectorAll("a.picture img")[index]!.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ...init }));

  beforeEach(() => {
    const link = (n: number) => `<article data-number="${n}"><a class="picture" href="/${n}" data-name="${n}.png" data-width="${n}00" data-height="50"><img alt=""></a></article>`;
    document.body.innerHTML = `<div id="list">${[1, 2, 3].map(link).join("")}</div><dialog><span class="name"></span><span class="place"></span><a data-download></a><button data-close></button><img alt=""><button class="previous"></button><button class="next"></button></dialog>`;
    dialog = document.querySelector("dialog")!;
    new Lightbox(dialog, document.querySelector("#list")!).start();
  });

  it("shows the picture, its name and where it stands, with its size kept", () => {
    press(1);
    expect(dialog.open).toBe(true);
    expect(image().getAttribute("src")).toContain("/2");
    expect([image().width, image().height]).toEqual([200, 50]);
    expect(dialog.textContent).toBe("2.png2 / 3");
    expect(dialog.querySelector("a")!.getAttribute("download")).toBe("2.png");
  });

  it("goes on by arrows and stops at the ends, also when the message has come anew", () => {
    press(1);
    const second = document.querySelectorAll("article")[1]!;
    second.replaceWith(second.cloneNode(true));
    key("ArrowRight");
    expect(dialog.querySelector(".name")!.textContent).toBe("3.png");
    expect(dialog.querySelector<HTMLElement>(".next")!.hidden).toBe(true);
    key("ArrowRight");
    expect(dialog.querySelector(".name")!.textContent).toBe("3.png");
    key("ArrowLeft");
    key("ArrowLeft");
    expect(dialog.querySelector(".name")!.textContent).toBe("1.png");
    expect(dialog.querySelector<HTMLElement>(".previous")!.hidden).toBe(true);
  });

  it("leaves a press with a key to the link, and closes on the button", () => {
    press(0, { ctrlKey: true });
    expect(dialog.open).toBe(false);
    press(0);
    dialog.querySelector<HTMLElement>("[data-close]")!.click();
    expect(dialog.open).toBe(false);
  });
});

describe("a message's files on their way", () => {
  const file = { id: 1, name: "<b>.png", content_type: "image/png", size: 2048, width: 800, height: 400, url: "/f" };

  it("have the places that the server gives them", () => {
    const box = shown([file, { ...file, content_type: "application/pdf", name: "a.pdf" }], "en");
    const picture = box.querySelector("img")!;
    expect([picture.width, picture.height, picture.alt]).toEqual([400, 200, "<b>.png"]);
    expect(box.querySelector(".file")!.textContent).toBe("a.pdf2 KB");
    expect(shown([file, file], "en").querySelector(".pictures.grid")!.children).toHaveLength(2);
  });

  it("that are too many pixels without a small version are cards", () => {
    const large = { ...file, width: 5_000, height: 4_000 };
    expect(shown([large], "en").querySelector("img")).toBeNull();
    expect(shown([{ ...large, preview_url: "/f?preview" }], "en").querySelector("img")!.getAttribute("src")).toContain("?preview");
  });

  it.each([
    [0, "0 B"],
    [1700, "1.7 KB"],
    [1024 * 1024 - 1, "1 MB"],
    [19_188_940, "18 MB"],
  ])("say %i bytes as the server does", (bytes, text) => expect(saySize(bytes, "en")).toBe(text));
});

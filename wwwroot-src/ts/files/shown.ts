import { saySize } from "./sizes";
import type { Attachment } from "./upload";

/** As much of a picture as ShownSize.cs lets stand in the talk. */
const [maxWidth, maxHeight, minSide] = [400, 320, 32];

/** The files of a message that is on its way, in the places and sizes in which MessageFiles.razor will put them. */
export function shown(files: Attachment[], language: string): HTMLElement {
  const box = element("div", "files");
  const pictures = files.filter(isPicture);
  if (pictures.length > 0) {
    const group = element("div", pictures.length === 1 ? "pictures" : "pictures grid");
    group.append(...pictures.map(picture));
    box.append(group);
  }
  for (const file of files) if (!isPicture(file)) box.append(card(file, language));
  return box;
}

function isPicture(file: Attachment): boolean {
  return file.content_type.startsWith("image/") && !!file.width && !!file.height && (!!file.preview_url || file.width * file.height <= 16_000_000);
}

/** No link yet: it can be opened when it is sent. */
function picture(file: Attachment): HTMLElement {
  const place = element("span", "picture");
  const scale = Math.min(1, maxWidth / file.width!, maxHeight / file.height!);
  const image = new Image(Math.max(minSide, Math.round(file.width! * scale)), Math.max(minSide, Math.round(file.height! * scale)));
  image.alt = file.name;
  image.src = file.preview_url ?? file.url;
  place.append(image);
  return place;
}

function card(file: Attachment, language: string): HTMLElement {
  const [link, what, name, size] = [element("a", "file") as HTMLAnchorElement, element("span", "what"), element("span", "name"), element("span", "size")];
  link.href = file.url;
  link.download = file.name;
  name.textContent = file.name;
  size.textContent = saySize(file.size, language);
  what.append(name, size);
  link.append(what);
  return link;
}

function element(tag: string, css: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = css;
  return made;
}

/** The longer side of what the talk shows instead of a large picture, in pixels. */
const previewSide = 800;

/** Smaller files are shown themselves. */
const previewFrom = 200_000;

/** Larger ones are not decoded here. */
const largest = 60_000_000;

const thumbSide = 80;

/** One picture at a time is decoded: ten from a phone would take half a gigabyte. */
let last: Promise<unknown> = Promise.resolve();

export interface SmallVersions {
  thumb: HTMLCanvasElement;
  /** For the talk; undefined where the picture itself will do. */
  preview: Blob | undefined;
}

/** The small versions of a picture; undefined when the browser can't draw the file. */
export function smallVersions(file: File): Promise<SmallVersions | undefined> {
  const next = last.then(() => make(file));
  last = next;
  return next;
}

async function make(file: File): Promise<SmallVersions | undefined> {
  if (!file.type.startsWith("image/") || file.size > largest) return undefined;
  try {
    const picture = await createImageBitmap(file);
    try {
      const wanted = file.size > previewFrom && Math.max(picture.width, picture.height) > previewSide && !(await isMoving(file));
      const preview = wanted ? await encode(draw(picture, previewSide)) : undefined;
      return { thumb: draw(picture, thumbSide), preview: preview && preview.size < file.size ? preview : undefined };
    } finally {
      picture.close();
    }
  } catch {
    return undefined; // no picture, damaged, or more than the browser has memory for
  }
}

function draw(picture: ImageBitmap, side: number): HTMLCanvasElement {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = canvas.getContext("2d")!;
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** WebP where the browser can write it (it gives PNG where not), else JPEG. */
async function encode(canvas: HTMLCanvasElement): Promise<Blob | undefined> {
  for (const type of ["image/webp", "image/jpeg"]) {
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, 0.82));
    if (blob?.type === type) return blob;
  }
  return undefined;
}

/** A still version of what moves would be another picture: GIF, and WebP whose header says so (RFC 9649, 2.7.1). */
async function isMoving(file: File): Promise<boolean> {
  if (file.type === "image/gif") return true;
  const head = new Uint8Array(await file.slice(0, 21).arrayBuffer());
  return String.fromCharCode(...head.slice(8, 16)) === "WEBPVP8X" && (head[20]! & 0x02) !== 0;
}

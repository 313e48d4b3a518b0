import type { Composer } from "../talk/Composer";
import { FileTray } from "./FileTray";
import { picking } from "./picking";
import { smallVersions, type SmallVersions } from "./pictures";
import { takeBack, upload, uploadPreview, type UploadResult } from "./upload";
import { Uploads } from "./Uploads";

/** Files in the composer: picked, uploaded at once, and sent with the message. */
export function files(talk: HTMLElement, composer: Composer, language: string): Uploads | undefined {
  const template = talk.querySelector<HTMLTemplateElement>("#file-tray");
  const slot = composer.form.querySelector<HTMLElement>("[data-slot=files]");
  if (!template || !slot) return undefined;
  const url = `/api/chat/rooms/${talk.dataset.room}/attachments`;
  const limits = { bytes: Number(template.dataset.maxBytes), files: Number(template.dataset.maxFiles) };
  const small = new WeakMap<File, Promise<SmallVersions | undefined>>();

  /** Enter was pressed while files were on their way: the message goes when they are there. */
  let held = false;
  const hold = (on: boolean) => {
    held = on;
    tray.status(on ? (template.dataset.held ?? "") : "");
  };

  const tray: FileTray = new FileTray(slot, template, language, {
    retry: (id) => uploads.retry(id),
    remove: (id) => uploads.remove(id),
  });
  const uploads: Uploads = new Uploads(
    (file, onProgress, signal) => send(file, onProgress, signal),
    (attachment) => takeBack(url, attachment),
    {
      show: (id, file) => {
        tray.show(id, file);
        small.set(file, smallVersions(file));
        void small.get(file)!.then((versions) => versions && tray.picture(id, versions.thumb));
      },
      state: (id, file, state) => tray.state(id, file, state),
      remove: (id) => tray.remove(id),
    },
    () => {
      if (!held || uploads.busy) return;
      hold(false);
      if (!uploads.stuck) composer.submit();
    },
  );

  composer.beforeSend.push(() => {
    if (uploads.busy) hold(true);
    return uploads.busy;
  });
  composer.extras.push(() => {
    const attached = uploads.done;
    return attached.length === 0 ? {} : { attachments: attached.map((file) => file.id), files: attached };
  });
  composer.afterSend.push(() => uploads.sent());
  composer.field.addEventListener("input", () => hold(false));
  picking(talk, composer.form, template.dataset.drop ?? "", (picked) => {
    for (const file of picked) uploads.add(file, refusalOf(file));
    composer.field.focus();
  });
  addEventListener("online", () => uploads.retryAll());
  addEventListener("beforeunload", (event) => {
    if (uploads.count > 0) event.preventDefault();
  });
  return uploads;

  /** What the server would refuse after reading it all. */
  function refusalOf(file: File): string | undefined {
    const { tooLarge, tooMany, empty } = template!.dataset;
    if (uploads.count >= limits.files) return tooMany;
    if (file.size > limits.bytes) return tooLarge;
    return file.size === 0 ? empty : undefined;
  }

  async function send(file: File, onProgress: (sent: number) => void, signal: AbortSignal): Promise<UploadResult> {
    const result = await upload(url, file, onProgress, signal);
    const preview = (await small.get(file))?.preview;
    if (result.kind !== "done" || !preview || signal.aborted) return result;
    return { kind: "done", attachment: await uploadPreview(url, result.attachment, preview) };
  }
}

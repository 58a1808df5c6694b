/** A picture file among what a reader hands over. */

/** The picture among what was dropped or pasted, where it is the only file; undefined otherwise. */
export function onlyPicture(files: FileList | undefined): File | undefined {
  const [file, more] = Array.from(files ?? []);
  return more === undefined && file?.type.startsWith("image/") ? file : undefined;
}

/**
 * Hands content to the user as a file, through the browser's own download; the desktop app asks where to put it.
 * The page never learns a path.
 */
export function saveBlob(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The download has read the address by then; revoking it at once loses the file in some browsers.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Hands bytes to the browser's own save dialog or download folder. */
export const download = (fileName: string, bytes: Uint8Array | string, type: string): void => {
  const part = typeof bytes === 'string' ? bytes : new Uint8Array(bytes);
  const url = URL.createObjectURL(new Blob([part], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
};

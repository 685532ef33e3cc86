/** Text fit for one line of a terminal: runs of white space become one space, control characters are shown as `�`. */
export function oneLine(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/\p{Cc}/gu, '\ufffd')
    .trim();
}

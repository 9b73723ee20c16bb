/** Whether a text can be a token: visible ASCII, which an HTTP header carries unharmed. */
export function isToken(text: string): boolean {
  return /^[\x21-\x7e]{1,1024}$/.test(text);
}

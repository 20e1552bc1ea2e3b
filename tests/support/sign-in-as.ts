/**
 * Signs in as a demonstration person, as the sign-in page's card does.
 *
 * @returns the session's cookie, `name=value`
 */
export async function signInAs(origin: string, username: string): Promise<string> {
  const response = await fetch(`${origin}/api/session/demonstration`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ username }),
  });
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0];
  if (!response.ok || !cookie) {
    throw new Error(`signing in as ${username}: ${response.status} ${await response.text()}`);
  }
  return cookie;
}

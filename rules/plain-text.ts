/** What is wrong with a Secret whose values are rendered, however it comes there. */
export const PLAIN_TEXT_SECRET = {
  problem: 'the values would stand in the repository and in the output in plain text, for all to read',
  fix: "name a Secret that exists in the namespace; or, if the values are public anyway, state 'plainTextSecrets: true' in the environment",
};

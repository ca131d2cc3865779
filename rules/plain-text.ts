/** The fault of a Secret with values, whatever renders it. */
export const PLAIN_TEXT_SECRET = {
  problem: 'the values would be in the repository and in the output in plain text',
  fix: "name a Secret that exists in the namespace; or, if the values are public anyway, set 'plainTextSecrets: true' in the environment",
};

import type { SettingRule } from '../../rule';

/** Paths that need no token are compared where the token is checked: at a workload, that is after a route has rewritten them. */
export const openPathsNotRewritten: SettingRule = (environment) =>
  environment.exposures.flatMap(({ jwt, routes, path }) => {
    const rewritten = routes.find(({ rewrite }) => rewrite !== undefined);
    if (!jwt?.open || jwt.at === 'gateway' || !rewritten) return [];
    return [
      {
        path: `${path}.jwt.open`,
        value: jwt.open,
        problem: `the workload sees paths after a route has rewritten them to '${rewritten.rewrite}', so that these paths would need a token, and others might need none`,
        fix: "check the token at the gateway, which compares paths as clients send them: jwt: { at: 'gateway' }; or remove 'rewrite'",
      },
    ];
  });

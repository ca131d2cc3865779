import type { Comparison, Finding } from '../findings';
import { showChange, showPath } from '../show';

/** Changes of the ingress gateways that AKS runs: no agent applies these patches. */
export function gatewayPatches({ environment, differences }: Comparison): Finding[] {
  return differences.patches.map((each): Finding => {
    const what =
      each.before && each.after
        ? each.fields.map((field) => `${showPath(field.path)} ${showChange(field)}`).join(', ')
        : each.after
          ? 'it has settings now'
          : 'it has no settings any more';
    return {
      kind: 'manual',
      subject: each.id,
      text: `npm run gateways:apply -- ${environment} is needed for ${each.name}: ${what}`,
      fields: each.fields,
      items: each.before && each.after ? [] : [each],
    };
  });
}

/** How `terraform init` ended. */
export interface Init {
  /** Why it could not be started, such as `spawn terraform ENOENT`. */
  readonly error?: string;
  readonly status: number | null;
  readonly output: string;
}

/** Whether the tests can run; if not, whether they are skipped or fail, and why. */
export type Readiness =
  { readonly is: 'ready' } | { readonly is: 'skipped' | 'failed'; readonly reason: string };

/** What Terraform 1.11 says when it gets no answer of any place that has providers. */
const UNREACHABLE = [
  /could not connect to/,
  /failed to request discovery document/,
  /was not found in any of the search locations/,
  /cannot search .*: no such file or directory/,
  /dial tcp|i\/o timeout|TLS handshake timeout|context deadline exceeded/,
];

/**
 * Decides what an ended `terraform init` means. Without Terraform, or where providers cannot be reached at all, there is
 * nothing to test; any other end is a fault of the stacks. Where Terraform is required, nothing is skipped.
 */
export function readiness({ error, status, output }: Init, isRequired: boolean): Readiness {
  const said = output
    .slice(Math.max(0, output.indexOf('Error: ')))
    .replaceAll(/\s+/g, ' ')
    .trim();
  const unless = (reason: string): Readiness => ({ is: isRequired ? 'failed' : 'skipped', reason });
  if (error !== undefined) return unless(`Terraform did not start: ${error}`);
  if (status === 0) return { is: 'ready' };
  const hasAnswer = said.includes('no available releases match');
  if (!hasAnswer && UNREACHABLE.some((each) => each.test(said)))
    return unless(`no provider can be reached: ${said}`);
  return { is: 'failed', reason: `terraform init failed: ${said}` };
}

/** A revision of the add-on: `asm-1-30` is Istio 1.30. */
export type Revision = `asm-${number}-${number}`;

/** What a revision looks like. Source: AKS documentation, istio-upgrade.md, 2026-03-11. */
export const REVISION = /^asm-\d+-\d+$/;

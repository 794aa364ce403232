/** How much the sandbox holds: enough to learn with, or as much as large organisations have. */
export const sandboxScales = ['usual', 'large'] as const;
export type SandboxScale = (typeof sandboxScales)[number];

export function asSandboxScale(text: string): SandboxScale | null {
  return sandboxScales.find((scale) => scale === text) ?? null;
}

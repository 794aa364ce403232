import { z } from 'zod';

const Rectangle = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
});
export type Rectangle = z.infer<typeof Rectangle>;

/** What is remembered of the window between starts. */
export const WindowPlace = z.object({ bounds: Rectangle, maximized: z.boolean() });
export type WindowPlace = z.infer<typeof WindowPlace>;

export const smallestWindow = { width: 720, height: 480 } as const;
const firstWindow = { width: 1280, height: 800 } as const;
/** So much of the window has to be on a screen for its title bar to be caught with the mouse. */
const graspable = { width: 120, height: 40 } as const;

export interface WindowStart {
  readonly size: { readonly width: number; readonly height: number };
  /** Null leaves it to the system. */
  readonly position: { readonly x: number; readonly y: number } | null;
  readonly maximized: boolean;
}

/** Where the window opens: where it was, unless that screen is gone; never larger than a screen. */
export function placeWindow(remembered: WindowPlace | null, screens: readonly Rectangle[]): WindowStart {
  const first = screens[0] ?? { x: 0, y: 0, ...firstWindow };
  if (remembered === null) {
    return { size: sizeWithin(firstWindow, first), position: null, maximized: false };
  }
  const { bounds, maximized } = remembered;
  const screen = screens.find((candidate) => canBeGrasped(bounds, candidate));
  const size = sizeWithin(bounds, screen ?? first);
  return { size, position: screen === undefined ? null : { x: bounds.x, y: bounds.y }, maximized };
}

function sizeWithin(
  size: { width: number; height: number },
  screen: Rectangle,
): { width: number; height: number } {
  return {
    width: Math.min(Math.max(size.width, smallestWindow.width), screen.width),
    height: Math.min(Math.max(size.height, smallestWindow.height), screen.height),
  };
}

function canBeGrasped(window: Rectangle, screen: Rectangle): boolean {
  const visible = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x);
  const titleBar = window.y >= screen.y && window.y + graspable.height <= screen.y + screen.height;
  return visible >= graspable.width && titleBar;
}

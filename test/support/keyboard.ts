import type { Locator, Page } from '@playwright/test';
import { until } from './test-platform.ts';

const mostPresses = 250;

/**
 * Presses Tab until the control has the focus, as somebody without a mouse would. Throws where Tab never gets there, and
 * where nothing shows that it did.
 */
export const tabTo = async (page: Page, control: Locator): Promise<void> => {
  await control.waitFor();
  await until('the control may be used', () => control.isEnabled());
  const focused = control.and(page.locator(':focus'));
  for (let presses = 0; (await focused.count()) === 0; presses += 1) {
    if (presses === mostPresses) throw new Error(`Tab never reached ${String(control)}`);
    await page.keyboard.press('Tab');
  }
  const seen = await page.evaluate<boolean>(
    `[document.activeElement, document.activeElement?.parentElement].some((one) => one && getComputedStyle(one).outlineStyle !== 'none')`,
  );
  if (!seen) throw new Error(`Nothing shows that ${String(control)} has the focus`);
};

/** Goes to a control by Tab and presses it. */
export const pressOn = async (page: Page, control: Locator, key = 'Enter'): Promise<void> => {
  await tabTo(page, control);
  await page.keyboard.press(key);
};

/** Goes to a field by Tab and writes into it, in place of what it held. */
export const typeInto = async (page: Page, field: Locator, text: string): Promise<void> => {
  await tabTo(page, field);
  await page.keyboard.press('Control+a');
  await page.keyboard.type(text);
};

/** Goes to a list of choices by Tab and takes the one that begins with these letters. */
export const choose = async (page: Page, select: Locator, letters: string): Promise<void> => {
  await tabTo(page, select);
  await page.keyboard.type(letters);
};

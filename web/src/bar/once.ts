/** The second click of a double click is not a second intent. */
export const once = (action: () => unknown) => (event: MouseEvent) => {
  if (event.detail < 2) action();
};

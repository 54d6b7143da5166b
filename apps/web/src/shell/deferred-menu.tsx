import { cloneElement, type ComponentProps, type ReactElement, type ReactNode, Suspense, useState } from 'react';

export interface DeferredMenuProps {
  /** The button that opens it. */
  readonly target: ReactElement<ComponentProps<'button'>>;
  /** The menu around the button, opened; a lazy component, fetched when it is first asked for. */
  readonly children: (target: ReactElement<ComponentProps<'button'>>) => ReactNode;
}

/** Keeps menus out of the first load: until somebody asks there is only the button. */
export function DeferredMenu({ target, children }: DeferredMenuProps): ReactElement {
  const [asked, setAsked] = useState(false);
  if (!asked) return cloneElement(target, { 'aria-haspopup': 'menu', 'aria-expanded': false, onClick: () => setAsked(true) });
  return <Suspense fallback={target}>{children(target)}</Suspense>;
}

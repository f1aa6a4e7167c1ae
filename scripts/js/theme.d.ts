// What the scripts of the pages may take for granted.

/** The theme's stream of pages: each that is shown, by a load or by instant navigation. */
declare const document$: { subscribe(arrive: () => void): void };
/** And of the addresses that it shows or has gone to fetch. */
declare const location$: { subscribe(arrive: (address: URL) => void): void };

// A selector that names what our own templates write: its element has the type that the script uses it as.
interface ParentNode {
  querySelector(selectors: string): any;
  querySelectorAll(selectors: string): NodeListOf<any>;
}
// The same for what holds an element. Events are listened to where they bubble up to; they begin at elements.
interface Element {
  closest(selectors: string): any;
}
interface EventTarget {
  closest(selectors: string): any;
}

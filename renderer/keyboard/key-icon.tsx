const paths = {
  backspace: 'M9 5h11v14H9l-6-7zM12 9.5l5 5M17 9.5l-5 5',
  enter: 'M19 5v7H6M10 8l-4 4 4 4',
  shift: 'M12 4l8 8h-4v7H8v-7H4z',
  left: 'M14 6l-6 6 6 6',
  right: 'M10 6l6 6-6 6',
  hide: 'M3 4h18v10H3zM7 8h.01M11 8h.01M15 8h.01M8 11h8M9 18l3 3 3-3',
  keyboard: 'M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M8 14h8',
  undo: 'M9 6L4 11l5 5M4 11h10a5 5 0 0 1 0 10h-2',
  up: 'M6 15l6-6 6 6',
  down: 'M6 9l6 6 6-6',
} as const;

export type KeyIconName = keyof typeof paths;

/** A sign on a key. What it means is said by the key's name. */
export const KeyIcon = ({ name, filled = false }: { readonly name: KeyIconName; readonly filled?: boolean }) => (
  <svg
    class="key-icon"
    viewBox="0 0 24 24"
    fill={filled ? 'currentColor' : 'none'}
    stroke="currentColor"
    stroke-width="1.8"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    <path d={paths[name]} />
  </svg>
);

import './emblem.css';

/** The product's sign: a way that bends, and where it leads. */
export const Emblem = () => (
  <svg class="emblem" viewBox="0 0 96 96" aria-hidden="true">
    <rect class="emblem-ground" width="96" height="96" rx="26" />
    <path class="emblem-way" d="M28 74V46c0-8 5-13 13-13h14c8 0 13-5 13-11" />
    <path class="emblem-arrow" d="M68 12l14 20-14-6-14 6z" />
    <circle class="emblem-start" cx="28" cy="74" r="7" />
  </svg>
);

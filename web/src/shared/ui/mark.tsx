/** The product's mark: a pulse in a ring. */
export function Mark() {
  return (
    <svg width="22" height="22" viewBox="0 0 24 24" aria-hidden focusable="false" className="ej-mark">
      <circle cx="12" cy="12" r="9.5" />
      <path d="M4.5 12.5h4l2-4.5 3 8 2-3.5h4" />
    </svg>
  );
}

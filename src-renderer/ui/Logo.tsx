interface Props {
  readonly size?: number;
}

/** The mark: a seal with a tick drawn as a pen stroke. */
export const Logo = ({ size = 28 }: Props) => (
  <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden focusable="false">
    <circle cx="16" cy="16" r="15" fill="#1e6071" />
    <circle cx="16" cy="16" r="11.6" fill="none" stroke="#b4d2da" strokeWidth="1.2" strokeDasharray="1.6 1.6" />
    <path
      d="M9.6 16.6c1.8.6 3.2 2.2 4.2 4.4 1.9-5.2 4.9-9 9-11.2"
      fill="none"
      stroke="#ffffff"
      strokeWidth="2.6"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  </svg>
);

import { useAnnounce } from '../stores/announce.ts';

/** The one polite live region of the window. */
export const LiveRegion = () => {
  const message = useAnnounce((store) => store.message);
  return (
    <output className="visually-hidden" aria-live="polite">
      {message}
    </output>
  );
};

import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { useState } from 'react';
import styles from './Pdf.module.css';

interface Props {
  readonly page: number;
  readonly pages: number;
  readonly percent: number;
  readonly fitsWidth: boolean;
  readonly onPage: (page: number) => void;
  readonly onZoom: (step: 1 | -1) => void;
  readonly onFit: () => void;
}

/** Page navigation and zoom of a PDF. */
export const PdfBar = ({ page, pages, percent, fitsWidth, onPage, onZoom, onFit }: Props) => {
  const [typed, setTyped] = useState<string | null>(null);
  const jump = () => {
    const wanted = Number(typed);
    if (Number.isInteger(wanted) && wanted >= 1 && wanted <= pages) onPage(wanted);
    setTyped(null);
  };
  return (
    <div className={styles['bar']} role="toolbar" aria-label="Document">
      <div className={styles['group']}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label="Previous page"
          disabled={page <= 1}
          onClick={() => onPage(page - 1)}
        >
          <IconChevronUp size={18} />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label="Next page"
          disabled={page >= pages}
          onClick={() => onPage(page + 1)}
        >
          <IconChevronDown size={18} />
        </ActionIcon>
        <span>Page</span>
        <TextInput
          size="xs"
          w={48}
          aria-label="Page number"
          inputMode="numeric"
          value={typed ?? String(page)}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={jump}
          onKeyDown={(event) => {
            if (event.key === 'Enter') {
              event.preventDefault();
              jump();
            }
          }}
        />
        <span>of {pages}</span>
      </div>
      <div className={styles['group']}>
        <ActionIcon variant="subtle" color="gray" aria-label="Zoom out" onClick={() => onZoom(-1)}>
          <IconZoomOut size={18} />
        </ActionIcon>
        <span>{percent} %</span>
        <ActionIcon variant="subtle" color="gray" aria-label="Zoom in" onClick={() => onZoom(1)}>
          <IconZoomIn size={18} />
        </ActionIcon>
        <Button size="compact-sm" variant={fitsWidth ? 'light' : 'subtle'} aria-pressed={fitsWidth} onClick={onFit}>
          Fit width
        </Button>
      </div>
    </div>
  );
};

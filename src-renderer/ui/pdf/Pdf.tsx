import { Center } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { Busy } from '../Busy.tsx';
import type { PdfViewProps } from './PdfView.tsx';

/** The viewer is large and only some screens need it: it is loaded with the first document. */
const PdfView = lazy(async () => ({ default: (await import('./PdfView.tsx')).PdfView }));

/** A PDF to read, with page navigation and zoom. */
export const Pdf = (props: PdfViewProps) => (
  <Suspense
    fallback={
      <Center h={props.height ?? '100%'}>
        <Busy label="Loading the viewer" size={36} />
      </Center>
    }
  >
    <PdfView {...props} />
  </Suspense>
);

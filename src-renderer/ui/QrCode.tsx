import { useId } from 'react';
import drawQr from 'qrcode-generator';

/** Quiet zone around the code (ISO/IEC 18004), in modules. */
const margin = 4;

/** A text as a QR code: always dark on white, since readers need that, whatever the theme. */
export const QrCode = ({ text, label }: { readonly text: string; readonly label: string }) => {
  const id = useId();
  const code = drawQr(0, 'M');
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  const side = count + 2 * margin;
  const path = Array.from({ length: count }, (_, row) =>
    Array.from({ length: count }, (_unused, column) =>
      code.isDark(row, column) ? `M${String(column + margin)} ${String(row + margin)}h1v1h-1z` : '',
    ).join(''),
  ).join('');
  return (
    <svg
      aria-labelledby={id}
      viewBox={`0 0 ${String(side)} ${String(side)}`}
      width={208}
      height={208}
      shapeRendering="crispEdges"
      style={{ maxWidth: '100%', borderRadius: 4 }}
    >
      <title id={id}>{label}</title>
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
};

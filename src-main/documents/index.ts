export { renderRegister, type RegisterDocument } from './access-register/register-pdf.ts';
export { AuditTrailPdf, mostTrailEntries, type TrailPdfHead } from './audit-trail/audit-trail-pdf.ts';
export {
  renderDossier,
  type Dossier,
  type DossierColumn,
  type DossierSection,
  type DossierTable,
} from './dossier/dossier-pdf.ts';
export { loadFonts, type Fonts } from './fonts/fonts.ts';
export { renderManifestation, type ManifestationRequest } from './render-manifestation.ts';
export {
  renderUndertaking,
  type RenderedUndertaking,
  type UndertakingDocument,
} from './undertaking/render-undertaking.ts';
export { renderRecoverySheet, type RecoverySheet } from './recovery/render-recovery-sheet.ts';
export { renderRecord, type RenderedRecord } from './render-record.ts';
export { signatureFieldSize, type SignatureFieldPlace } from './record/signature-page.ts';
export type { ReportBasis, ReportedFile } from './report/input.ts';
export { ValidationReportWriter } from './report/validation-report.ts';

import type { Failure } from '../../../shared/contract/failure.ts';
import { formatSignInReport, type SignInReportFacts } from '../../../shared/domain/signInReport.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import { CopyButton } from '../../kit/kit.ts';

interface SignInReportButtonProps {
  /** What went wrong; nothing where the report is about a sign-in that works. */
  readonly failure?: Failure | null;
  /** What is known beside it. No secret. */
  readonly facts: Partial<SignInReportFacts>;
}

/** Copies all that an administrator or Microsoft's support asks about a sign-in, without secrets. */
export function SignInReportButton({ failure, facts }: SignInReportButtonProps) {
  const { data } = useCoreQuery('application.describe', {}, { staleTime: Number.POSITIVE_INFINITY });
  const report = formatSignInReport({
    sentence: failure?.sentence ?? '',
    advice: failure?.advice,
    serverCode: failure?.serverCode,
    serverMessage: failure?.serverMessage,
    requestId: failure?.requestId,
    application: data ? `${data.name} ${data.version}, ${data.platform}` : 'Registrar',
    at: new Date().toISOString(),
    ...facts,
  });
  return <CopyButton label="Copy sign-in report" what="without secrets" text={report} />;
}

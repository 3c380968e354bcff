import { judgeFile, type JudgeOptions } from './judge.ts';
import { serve } from './serve.ts';

serve((source, options) => judgeFile(source, options as JudgeOptions));

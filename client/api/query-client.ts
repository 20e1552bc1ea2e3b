import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './problem.ts';

/** Server state; a refusal is never asked again by itself, a missing server twice. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      refetchOnWindowFocus: false,
      retry: (count, error) =>
        error instanceof ApiProblem && error.type === 'server-unreachable' && count < 2,
      retryDelay: 1500,
    },
  },
});

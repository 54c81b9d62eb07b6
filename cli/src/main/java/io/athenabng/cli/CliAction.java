package io.athenabng.cli;

import io.athenabng.rpc.socket.RpcException;
import java.io.IOException;

/** What a command does. */
@FunctionalInterface
interface CliAction {
    /**
     * Runs the command.
     *
     * @return its exit status
     * @throws RpcException  if the daemon has no result
     * @throws IOException   if a file or the output fails
     * @throws UsageProblem  if the command line is wrong in a way that only the command knows
     */
    int run(Invocation invocation) throws RpcException, IOException, UsageProblem;
}

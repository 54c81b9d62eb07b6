package io.athenabng.daemon.edge.kernel;

/** Requests whose end nobody waits for; what was gone already is as good as deleted. */
final class DeviceCleaning extends KernelTask {
    private final KernelErrors errors;
    private final String object;

    DeviceCleaning(final KernelErrors errors, final String object) {
        this.errors = errors;
        this.object = object;
    }

    @Override
    void onAnswer(final int step, final int errno, final CharSequence text) {
        if (errno != 0 && !KernelErrors.isGone(errno)) {
            errors.onRefused(KernelErrors.Kind.DELETE, object, errno, text);
        }
    }

    @Override
    void onSettled() {
        // Nobody waits for it.
    }
}

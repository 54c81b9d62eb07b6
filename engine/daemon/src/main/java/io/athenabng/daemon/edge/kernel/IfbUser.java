package io.athenabng.daemon.edge.kernel;

/** What has an IFB of the pool or waits for one. Called on the kernel agent's thread. */
interface IfbUser {
    /** It waited for an IFB, and one may be free. */
    void onIfbFree();

    /** It waited for an IFB, and none can be made. */
    void onIfbRefused(int errno);

    /** Its IFB was deleted by somebody else. */
    void onIfbLost();
}

package io.athenabng.daemon.agent;

import io.athenabng.daemon.edge.kernel.KernelDataPlane;
import io.athenabng.daemon.ring.DataPlaneAdapter;
import io.athenabng.daemon.ring.DataPlaneEventProxy;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/** Programs the kernel: the one owner of the rtnetlink sockets and of what is known of the kernel's interfaces. */
public final class KernelAgent implements Agent {
    private static final int REQUEST_LIMIT = 512;

    private final DataPlaneAdapter adapter;
    private final DataPlaneEventProxy answers;
    private final KernelDataPlane dataPlane;
    private final Mailbox<KernelDataPlane> mailbox;

    /**
     * An agent.
     *
     * @param ring      the ring from the session agent
     * @param answers   to the session agent
     * @param dataPlane does what is asked; closed with this
     * @param mailbox   questions of management
     */
    public KernelAgent(
            final RingBuffer ring, final DataPlaneEventProxy answers, final KernelDataPlane dataPlane,
            final Mailbox<KernelDataPlane> mailbox) {
        this.adapter = new DataPlaneAdapter(ring, dataPlane, dataPlane.pppChannels());
        this.answers = answers;
        this.dataPlane = dataPlane;
        this.mailbox = mailbox;
    }

    @Override
    public int doWork() {
        int work = answers.flush();
        if (answers.isClear()) {
            work += adapter.poll(REQUEST_LIMIT);
        }
        return work + dataPlane.onDutyCycle() + mailbox.poll(dataPlane);
    }

    @Override
    public void onClose() {
        dataPlane.close();
    }

    @Override
    public String roleName() {
        return "abng-krn";
    }
}

package dev.renderfarm.coordinator.pictures;

/** Memory for pictures inside of answers, held until these have been sent. Safe for several threads. */
public final class InlineRoom {

    private long free;

    /** @param bytes of pictures' files that are in answers at a time */
    public InlineRoom(long bytes) {
        this.free = bytes;
    }

    /** What an answer has of it, to be closed when that has been sent or nobody waits for it any more. */
    public Share share() {
        return new Share();
    }

    /** One answer's. */
    public final class Share implements AutoCloseable {

        private long taken;
        private boolean closed;

        private Share() {}

        /** Whether there is room for another picture. */
        boolean take(long bytes) {
            synchronized (InlineRoom.this) {
                if (closed || bytes > free) {
                    return false;
                }
                free -= bytes;
                taken += bytes;
                return true;
            }
        }

        /** May be called again. */
        @Override
        public void close() {
            synchronized (InlineRoom.this) {
                free += taken;
                taken = 0;
                closed = true;
            }
        }
    }
}

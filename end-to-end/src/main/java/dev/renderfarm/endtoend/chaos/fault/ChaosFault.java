package dev.renderfarm.endtoend.chaos.fault;

import dev.renderfarm.endtoend.chaos.link.TcpLink;
import dev.renderfarm.endtoend.chaos.link.Treatment;
import java.time.Duration;

/** Something that goes wrong, and comes right again by itself or by whoever starts processes again. */
public sealed interface ChaosFault {

    /** Whom it strikes, and who is to be well afterwards. */
    Part part();

    /** In the report: faults of the same kind stand together. */
    String kind();

    /** Lets it happen, and returns when it is over. */
    void strike(Scene scene) throws InterruptedException;

    record Kill(Part part) implements ChaosFault {
        @Override
        public String kind() {
            return "kill -9 " + part.role();
        }

        @Override
        public void strike(Scene scene) throws InterruptedException {
            scene.kill(part);
        }
    }

    record Terminate(Part part) implements ChaosFault {
        @Override
        public String kind() {
            return "SIGTERM " + part.role();
        }

        @Override
        public void strike(Scene scene) throws InterruptedException {
            scene.terminate(part);
        }
    }

    /** @param atOnce as by {@code kill -9} */
    record Away(Part part, boolean atOnce, Duration length) implements ChaosFault {
        @Override
        public String kind() {
            return part.role() + " away, " + (atOnce ? "killed" : "stopped");
        }

        @Override
        public void strike(Scene scene) throws InterruptedException {
            scene.keepDown(part, atOnce, length);
        }
    }

    /** Longer than a lock of a task lasts, and than a coordinator may be silent. */
    record Freeze(Part part, Duration length) implements ChaosFault {
        @Override
        public String kind() {
            return "SIGSTOP " + part.role();
        }

        @Override
        public void strike(Scene scene) throws InterruptedException {
            scene.freeze(part, length);
        }
    }

    /** Stands still and goes on by turns, as on a disk that is slow. */
    record Stutter(Part part, int times) implements ChaosFault {
        private static final Duration STILL = Duration.ofMillis(700);
        private static final Duration MOVING = Duration.ofMillis(300);

        @Override
        public String kind() {
            return "slow " + part.role();
        }

        @Override
        public void strike(Scene scene) throws InterruptedException {
            for (int i = 0; i < times; i++) {
                scene.freeze(part, STILL);
                scene.pass(MOVING);
            }
        }
    }

    record Unreachable(Part part, TcpLink.Mode mode, Duration length) implements ChaosFault {
        @Override
        public String kind() {
            return "broker " + (mode == TcpLink.Mode.CUT ? "unreachable" : "half open") + " for " + part.role();
        }

        @Override
        public void strike(Scene scene) throws InterruptedException {
            scene.toBroker(part).become(mode);
            try {
                scene.pass(length);
            } finally {
                scene.toBroker(part).become(TcpLink.Mode.PASS);
            }
        }
    }

    record Lag(Part part, Duration delay, Duration length) implements ChaosFault {
        @Override
        public String kind() {
            return "broker slow for " + part.role();
        }

        @Override
        public void strike(Scene scene) throws InterruptedException {
            scene.toBroker(part).delay(delay);
            try {
                scene.pass(length);
            } finally {
                scene.toBroker(part).delay(Duration.ZERO);
            }
        }
    }

    record Reset(Part part) implements ChaosFault {
        @Override
        public String kind() {
            return "connections to broker reset, " + part.role();
        }

        @Override
        public void strike(Scene scene) {
            scene.toBroker(part).reset();
        }
    }

    /** @param what in the report */
    record BadBucket(Part part, String what, Treatment treatment, Duration length) implements ChaosFault {
        @Override
        public String kind() {
            return "S3 " + what + " for " + part.role();
        }

        @Override
        public void strike(Scene scene) throws InterruptedException {
            scene.toBucket(part).treat(treatment);
            try {
                scene.pass(length);
            } finally {
                scene.toBucket(part).treat(Treatment.PASS);
            }
        }
    }

    record DiskFull(Part part, Duration length) implements ChaosFault {
        @Override
        public String kind() {
            return "disk full, " + part.role();
        }

        @Override
        public void strike(Scene scene) throws InterruptedException {
            scene.fillDisk(part, length);
        }
    }

    record ClockJump(Part part, Duration by, Duration length) implements ChaosFault {
        @Override
        public String kind() {
            return "clock " + (by.isNegative() ? "back" : "forward") + ", " + part.role();
        }

        @Override
        public void strike(Scene scene) throws InterruptedException {
            scene.shiftClock(part, by, length);
        }
    }

    record HeapFull(Part part, Duration length) implements ChaosFault {
        @Override
        public String kind() {
            return "out of memory, " + part.role();
        }

        @Override
        public void strike(Scene scene) throws InterruptedException {
            scene.fillHeap(part, length);
        }
    }

    /** @param topic without the farm's name */
    record DamagedRecord(Part part, String topic, Damage damage) implements ChaosFault {
        @Override
        public String kind() {
            return damage.word() + " record";
        }

        @Override
        public void strike(Scene scene) throws InterruptedException {
            scene.damageRecord(topic, damage);
        }
    }

    record RepeatedResults(Part part, int count) implements ChaosFault {
        @Override
        public String kind() {
            return "results again, reordered";
        }

        @Override
        public void strike(Scene scene) throws InterruptedException {
            scene.repeatResults(count);
        }
    }
}

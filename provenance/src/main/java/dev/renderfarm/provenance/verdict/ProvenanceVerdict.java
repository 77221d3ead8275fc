package dev.renderfarm.provenance.verdict;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** What is to be said of a file's manifest. */
public sealed interface ProvenanceVerdict {

    /** It has one, and nothing is wrong with that. */
    boolean isGood();

    <R> R fold(Supplier<R> onAbsent, Function<Unreadable, R> onUnreadable, Function<Judged, R> onJudged);

    /** It has none. */
    record Absent() implements ProvenanceVerdict {
        @Override
        public boolean isGood() {
            return false;
        }

        @Override
        public <R> R fold(Supplier<R> onAbsent, Function<Unreadable, R> onUnreadable, Function<Judged, R> onJudged) {
            return onAbsent.get();
        }
    }

    /**
     * File or manifest are not what they claim to be, or beyond what is read.
     *
     * @param detail which, and how
     */
    record Unreadable(String detail) implements ProvenanceVerdict {
        @Override
        public boolean isGood() {
            return false;
        }

        @Override
        public <R> R fold(Supplier<R> onAbsent, Function<Unreadable, R> onUnreadable, Function<Judged, R> onJudged) {
            return onUnreadable.apply(this);
        }
    }

    /**
     * It has one that was read through.
     *
     * @param generator which program made the claim
     * @param faults none where all of it holds
     */
    record Judged(Signatory signatory, String generator, List<ToldAction> actions, List<Fault> faults)
            implements ProvenanceVerdict {

        public Judged {
            actions = List.copyOf(actions);
            faults = List.copyOf(faults);
        }

        @Override
        public boolean isGood() {
            return faults.isEmpty();
        }

        public boolean has(FaultKind kind) {
            return faults.stream().anyMatch(fault -> fault.kind() == kind);
        }

        @Override
        public <R> R fold(Supplier<R> onAbsent, Function<Unreadable, R> onUnreadable, Function<Judged, R> onJudged) {
            return onJudged.apply(this);
        }
    }
}

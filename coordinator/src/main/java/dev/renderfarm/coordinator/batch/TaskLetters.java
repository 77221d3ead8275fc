package dev.renderfarm.coordinator.batch;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Verdict;
import java.util.Arrays;

/**
 * All tasks of a batch by index, at a letter each: two bytes a task, whatever is known of it.
 *
 * <p>States are {@code w} waiting, {@code f} in flight, {@code c} completed, {@code x} failed, {@code k} cancelled;
 * verdicts are {@code .} where nobody has judged, {@code a} approved, {@code r} rejected.
 */
public final class TaskLetters {

    private final byte[] states;
    private final byte[] verdicts;

    /** Every task undecided and in that state, until something else is said of it. */
    public TaskLetters(int total, TaskState state) {
        this.states = new byte[total];
        this.verdicts = new byte[total];
        Arrays.fill(states, (byte) letter(state));
        Arrays.fill(verdicts, (byte) letter(Verdict.UNDECIDED));
    }

    public void set(int index, TaskState state, Verdict verdict) {
        states[index] = (byte) letter(state);
        verdicts[index] = (byte) letter(verdict);
    }

    public boolean isCompleted(int index) {
        return states[index] == letter(TaskState.COMPLETED);
    }

    public boolean isJudged(int index, Verdict verdict) {
        return verdicts[index] == letter(verdict);
    }

    public int total() {
        return states.length;
    }

    /** Two lines: the states, and below them the verdicts. */
    public byte[] text() {
        byte[] text = Arrays.copyOf(states, 2 * total() + 2);
        text[total()] = '\n';
        System.arraycopy(verdicts, 0, text, total() + 1, total());
        text[text.length - 1] = '\n';
        return text;
    }

    @Override
    public String toString() {
        return new String(text(), US_ASCII);
    }

    private static char letter(TaskState state) {
        return switch (state) {
            case WAITING -> 'w';
            case IN_FLIGHT -> 'f';
            case COMPLETED -> 'c';
            case FAILED -> 'x';
            case CANCELLED -> 'k';
        };
    }

    private static char letter(Verdict verdict) {
        return switch (verdict) {
            case UNDECIDED -> '.';
            case APPROVED -> 'a';
            case REJECTED -> 'r';
        };
    }
}

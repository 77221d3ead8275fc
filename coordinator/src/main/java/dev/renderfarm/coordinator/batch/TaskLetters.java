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

    private TaskLetters(byte[] states, byte[] verdicts) {
        this.states = states;
        this.verdicts = verdicts;
    }

    /**
     * What {@link #text} told.
     *
     * @throws IllegalArgumentException if it is no such text
     */
    public static TaskLetters read(byte[] text) {
        int total = (text.length - 2) / 2;
        if (text.length < 2 || text.length % 2 != 0 || text[total] != '\n' || text[text.length - 1] != '\n') {
            throw new IllegalArgumentException("not two lines as long as each other: " + text.length + " bytes");
        }
        return new TaskLetters(Arrays.copyOf(text, total), Arrays.copyOfRange(text, total + 1, text.length - 1));
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

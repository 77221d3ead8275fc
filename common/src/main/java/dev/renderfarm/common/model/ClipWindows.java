package dev.renderfarm.common.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Arrays;

/**
 * A prompt is cut into windows, each of which is encoded by itself: a start, up to {@code window − 2} tokens, an end,
 * and ends up to the window's length.
 *
 * @param window tokens that the text encoders see at once
 * @param start and {@code end}: ids of the special tokens
 * @param maxWindows how many a prompt may fill
 */
@JsonPropertyOrder({"kind", "window", "start", "end", "max_windows"})
public record ClipWindows(int window, int start, int end, int maxWindows) implements ModelManifest.Tokenizer {

    static final String KIND = "clip_windows";
    private static final int SPECIAL = 2;
    private static final int MOST = 1024;

    public ClipWindows {
        ModelManifest.require(
                window > SPECIAL && window <= MOST, "tokenizer.window must be from 3 to " + MOST + ": " + window);
        ModelManifest.require(start >= 0 && end >= 0, "tokenizer.start and end must not be negative");
        ModelManifest.require(
                maxWindows > 0 && maxWindows <= MOST,
                "tokenizer.max_windows must be from 1 to " + MOST + ": " + maxWindows);
    }

    @JsonProperty("kind")
    public String kind() {
        return KIND;
    }

    /** Tokens of the prompt in one window. */
    public int room() {
        return window - SPECIAL;
    }

    /** Of prompts, without the special tokens. */
    @Override
    public int maxTokens() {
        return maxWindows * room();
    }

    @Override
    public int maxIds() {
        return maxWindows * window;
    }

    /** How many windows so many tokens fill; none at all fill one. */
    public int count(int tokens) {
        return Math.max(1, (tokens + room() - 1) / room());
    }

    /**
     * The windows of a prompt, one after the other.
     *
     * @param ids without special tokens
     */
    public int[] fill(int[] ids) {
        int[] all = new int[count(ids.length) * window];
        Arrays.fill(all, end);
        for (int first = 0, at = 0; at < all.length; first += room(), at += window) {
            all[at] = start;
            System.arraycopy(ids, first, all, at + 1, Math.min(room(), ids.length - first));
        }
        return all;
    }

    /** Windows followed by those of an empty prompt, until they are so many tokens. */
    public int[] extended(int[] windows, int length) {
        int[] all = Arrays.copyOf(windows, length);
        int[] empty = fill(new int[0]);
        for (int at = windows.length; at < length; at += window) {
            System.arraycopy(empty, 0, all, at, window);
        }
        return all;
    }
}

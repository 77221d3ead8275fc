package dev.renderfarm.cli.command;

import java.util.Collection;
import java.util.List;

/** Which word was meant by one that is not known. */
final class Typing {

    private static final int MOST_SLIPS = 2;

    /** Those of the words that take fewest slips of the fingers to become what was typed; none that takes more than two. */
    static List<String> closest(String typed, Collection<String> words) {
        int fewest = words.stream().mapToInt(word -> slips(word, typed)).min().orElse(Integer.MAX_VALUE);
        return fewest > MOST_SLIPS
                ? List.of()
                : words.stream().filter(word -> slips(word, typed) == fewest).toList();
    }

    /** Letters that are left out, added, wrong, or two of them swapped (the optimal string alignment distance). */
    static int slips(String word, String typed) {
        int[][] cost = new int[word.length() + 1][typed.length() + 1];
        for (int i = 0; i <= word.length(); i++) {
            for (int j = 0; j <= typed.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, word, typed, i, j);
            }
        }
        return cost[word.length()][typed.length()];
    }

    private static int cheapest(int[][] cost, String word, String typed, int i, int j) {
        int wrong = word.charAt(i - 1) == typed.charAt(j - 1) ? 0 : 1;
        int least = Math.min(cost[i - 1][j - 1] + wrong, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1
                && j > 1
                && word.charAt(i - 1) == typed.charAt(j - 2)
                && word.charAt(i - 2) == typed.charAt(j - 1);
        return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
    }

    private Typing() {}
}

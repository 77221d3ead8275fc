package dev.renderfarm.coordinator.gallery;

import java.util.Comparator;

/** Ids as people order them: {@code MUG-9} before {@code mug-10}. */
final class SkuOrder implements Comparator<String> {

    @Override
    public int compare(String one, String other) {
        int at = 0;
        int there = 0;
        while (at < one.length() && there < other.length()) {
            char left = one.charAt(at);
            char right = other.charAt(there);
            if (isDigit(left) && isDigit(right)) {
                int end = end(one, at);
                int endThere = end(other, there);
                int order = numbers(one.substring(at, end), other.substring(there, endThere));
                if (order != 0) {
                    return order;
                }
                at = end;
                there = endThere;
            } else {
                int order = Character.compare(Character.toLowerCase(left), Character.toLowerCase(right));
                if (order != 0) {
                    return order;
                }
                at++;
                there++;
            }
        }
        return Integer.compare(one.length() - at, other.length() - there);
    }

    /** Numbers may have more digits than any type of Java's. */
    private static int numbers(String one, String other) {
        String left = one.replaceFirst("^0+(?=.)", "");
        String right = other.replaceFirst("^0+(?=.)", "");
        int order = Integer.compare(left.length(), right.length());
        return order == 0 ? left.compareTo(right) : order;
    }

    private static int end(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char letter) {
        return letter >= '0' && letter <= '9';
    }
}

package dev.renderfarm.coordinator.review;

import dev.renderfarm.common.api.ReviewRequest;
import dev.renderfarm.common.task.Review;
import dev.renderfarm.common.task.Verdict;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a request says of pictures, or tells which of it is wrong. */
final class ReviewItems {

    /** @param note null where nobody says why */
    record Item(PictureRef ref, Verdict verdict, @Nullable String note) {}

    /** @throws RequestRefusedException naming the field */
    static List<Item> of(ReviewRequest request) {
        List<ReviewRequest.PictureReview> given = request.reviews() == null ? List.of() : request.reviews();
        if (given.isEmpty() || given.size() > ReviewRequest.MOST_ITEMS) {
            throw RequestRefusedException.invalid(
                    "reviews", "reviews must be a list of 1 to " + ReviewRequest.MOST_ITEMS + " verdicts");
        }
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            items.add(item("reviews[" + i + "]", given.get(i)));
        }
        return items;
    }

    private static Item item(String place, ReviewRequest.@Nullable PictureReview given) {
        if (given == null) {
            throw RequestRefusedException.invalid(place, "a review must be an object with a picture and a verdict");
        }
        return new Item(
                new PictureRef(place, given.customId(), given.index()),
                verdict(place, given.verdict()),
                note(place, given.note()));
    }

    private static Verdict verdict(String place, @Nullable String name) {
        try {
            return Verdict.named(String.valueOf(name));
        } catch (IllegalArgumentException e) {
            throw RequestRefusedException.invalid(place + ".verdict", "verdict " + e.getMessage());
        }
    }

    private static @Nullable String note(String place, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        String note = text.strip();
        if (note.codePointCount(0, note.length()) > Review.LONGEST_NOTE) {
            throw RequestRefusedException.invalid(
                    place + ".note", "note must have at most " + Review.LONGEST_NOTE + " characters");
        }
        if (text.codePoints().anyMatch(ReviewItems::isNoText)) {
            throw RequestRefusedException.invalid(
                    place + ".note", "note must be text, without control characters but ends of lines and tabs");
        }
        return note.isEmpty() ? null : note;
    }

    private static boolean isNoText(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL -> character != '\n' && character != '\t' && character != '\r';
            case Character.SURROGATE -> true;
            default -> false;
        };
    }

    private ReviewItems() {}
}

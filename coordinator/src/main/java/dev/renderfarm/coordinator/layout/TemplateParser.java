package dev.renderfarm.coordinator.layout;

import dev.renderfarm.common.catalogue.PromptTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a template. Used once. */
final class TemplateParser {

    static final int LONGEST_NAME = 200;
    static final int MOST_PLACES = 100;

    private static final Pattern MAX = Pattern.compile("max:([1-9][0-9]{0,3})");
    private static final Pattern WORD = Pattern.compile("[A-Za-z]+(:.*)?");

    private final String text;
    private final List<Template.Part> parts = new ArrayList<>();
    private final StringBuilder plain = new StringBuilder();
    private int at;
    private int places;

    TemplateParser(String text) {
        if (text.isBlank()) {
            throw new TemplateFault(
                    "the template is empty: write what the picture shows, such as \"{title} on marble\"");
        }
        if (text.length() > PromptTemplate.LONGEST) {
            throw new TemplateFault(
                    "the template has " + text.length() + " characters, at most " + PromptTemplate.LONGEST + " may be");
        }
        this.text = text;
    }

    List<Template.Part> parts() {
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean doubled = at + 1 < text.length() && text.charAt(at + 1) == c;
            if ((c == '{' || c == '}') && doubled) {
                plain.append(c);
                at += 2;
            } else if (c == '}') {
                throw fault("has a } that closes nothing: write }} for a brace");
            } else if (c == '{') {
                place();
            } else {
                plain.append(c);
                at++;
            }
        }
        flush();
        return parts;
    }

    private void place() {
        int begin = at;
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        boolean quoted = false;
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"' && (quoted || (!pieces.isEmpty() && piece.toString().isBlank()))) {
                quoted = !quoted;
                piece.append(c);
            } else if (!quoted && c == '|') {
                pieces.add(piece.toString());
                piece.setLength(0);
            } else if (!quoted && c == '}') {
                pieces.add(piece.toString());
                at++;
                add(pieces);
                return;
            } else if (!quoted && c == '{') {
                break;
            } else {
                piece.append(c);
            }
        }
        at = begin;
        throw fault("has a { that is not closed: write {{ for a brace");
    }

    private void add(List<String> pieces) {
        String name = pieces.get(0).strip();
        if (name.isEmpty()) {
            throw fault("has a place without a name: write {title}, or {{}} for braces");
        }
        if (name.length() > LONGEST_NAME) {
            throw fault("has a place whose name has more than " + LONGEST_NAME + " characters");
        }
        if (++places > MOST_PLACES) {
            throw fault("has more than " + MOST_PLACES + " places");
        }
        List<TemplateFilter.Use> filters = new ArrayList<>();
        String otherwise = null;
        for (int i = 1; i < pieces.size(); i++) {
            String piece = pieces.get(i).strip();
            Optional<TemplateFilter.Use> filter = filter(piece);
            if (filter.isPresent()) {
                filters.add(filter.get());
            } else if (i < pieces.size() - 1) {
                throw fault(
                        "has \"" + piece + "\" between |, which is no filter: " + known() + "; a default stands last");
            } else {
                otherwise = otherwise(piece);
            }
        }
        flush();
        parts.add(new Template.Place(name, filters, otherwise));
    }

    private Optional<TemplateFilter.Use> filter(String piece) {
        Matcher max = MAX.matcher(piece);
        if (max.matches()) {
            return Optional.of(new TemplateFilter.Use(TemplateFilter.MAX, Integer.parseInt(max.group(1))));
        }
        return TemplateFilter.named(piece)
                .filter(filter -> filter != TemplateFilter.MAX)
                .map(filter -> new TemplateFilter.Use(filter, 0));
    }

    /** What is nearly a filter is none by a slip of the pen, and no default unless it stands in quotes. */
    private String otherwise(String piece) {
        if (piece.length() >= 2 && piece.startsWith("\"") && piece.endsWith("\"")) {
            return piece.substring(1, piece.length() - 1);
        }
        if (piece.indexOf('"') >= 0) {
            throw fault("has a default with a quote inside: put all of it in double quotes, and none within");
        }
        if (WORD.matcher(piece).matches()) {
            String word = piece.replaceAll(":.*", "");
            Optional<String> near = NearNames.nearest(word, TemplateFilter.names());
            if (near.isPresent()) {
                String meant = near.get().equals("max") ? "max:40" : near.get();
                throw fault("has |" + piece + ": did you mean the filter " + meant + "? Put \"" + piece
                        + "\" in double quotes if it is what stands where there is no value");
            }
        }
        return piece;
    }

    private static String known() {
        return "known are lower, upper, title, trim and max:N";
    }

    private void flush() {
        if (plain.length() > 0) {
            parts.add(new Template.Text(plain.toString()));
            plain.setLength(0);
        }
    }

    private TemplateFault fault(String what) {
        return new TemplateFault("the template " + what + " (at character " + (at + 1) + ")");
    }
}

package dev.renderfarm.coordinator.links;

/** In {@code manifest.csv}: the cells of the first column {@code url}, which is the farm's; a carried one comes later. */
final class ManifestLinkPlaces implements LinkPlaces {

    private static final String COLUMN = "url";

    private final StringBuilder name = new StringBuilder();
    private int column;
    private int links = -1;
    private boolean header = true;
    private boolean quoted;

    @Override
    public boolean covers(byte next) {
        if (next == '"') {
            quoted = !quoted; // a quote that is doubled ends and begins at once
            return false;
        }
        if (!quoted && (next == ',' || next == '\n')) {
            endCell(next == '\n');
            return false;
        }
        if (header && name.length() <= COLUMN.length()) {
            name.append((char) next);
        }
        return !header && column == links;
    }

    private void endCell(boolean last) {
        if (header && links < 0 && COLUMN.contentEquals(name)) {
            links = column;
        }
        name.setLength(0);
        column = last ? 0 : column + 1;
        header = header && !last;
    }
}

package samlet.bootstrap.json;

/** Names that the types of aws-lambda-java-events have in JSON where bean naming alone would not find them. */
final class EventTypes {
    private EventTypes() {
    }

    static String nameOf(Class<?> owner, String property) {
        return property;
    }
}

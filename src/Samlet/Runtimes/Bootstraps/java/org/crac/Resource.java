package org.crac;

/** Something that wants to know of a snapshot; the interface of https://github.com/CRaC/org.crac. */
public interface Resource {
    void beforeCheckpoint(Context<? extends Resource> context) throws Exception;

    void afterRestore(Context<? extends Resource> context) throws Exception;
}

package dev.rollcall.stack.demo;

/** A part of the story: takes the history on to its own time, and tells what stands then. */
interface Chapter {

    String title();

    void tell(History history, Page page);
}

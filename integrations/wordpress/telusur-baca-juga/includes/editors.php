<?php
/**
 * The panel of the block editor and the box of the classic one.
 */

namespace Telusur\BacaJuga;

use WP_Post;

defined( 'ABSPATH' ) || exit;

const PANEL = 'telusur-baca-juga-panel';
const BOX   = 'telusur-baca-juga-box';

add_action( 'enqueue_block_editor_assets', __NAMESPACE__ . '\\enqueue_panel' );
add_action( 'add_meta_boxes', __NAMESPACE__ . '\\add_box' );

/** Adds the panel where a story is edited; the editors of sites and widgets load block assets too. */
function enqueue_panel(): void {
	$screen = get_current_screen();
	if ( null === $screen || 'post' !== $screen->base || ! in_array( $screen->post_type, story_types(), true ) ) {
		return;
	}
	$needed = array( 'wp-plugins', 'wp-edit-post', 'wp-element', 'wp-components', 'wp-data', 'wp-block-editor', 'wp-blocks', 'wp-api-fetch' );
	enqueue( PANEL, 'panel.js', $needed );
}

/** Adds the box of the classic editor. */
function add_box(): void {
	$hidden_in_block_editor = array( '__back_compat_meta_box' => true );
	add_meta_box( BOX, __( 'Baca Juga', 'telusur-baca-juga' ), __NAMESPACE__ . '\\show_box', story_types(), 'side', 'high', $hidden_in_block_editor );
}

/**
 * Prints the box; its script fills it.
 *
 * @param WP_Post $post The story.
 */
function show_box( WP_Post $post ): void {
	enqueue( BOX, 'box.js', array( 'wp-api-fetch' ) );
	printf( '<div id="telusur-baca-juga" data-post="%d"></div>', (int) $post->ID );
}

/**
 * Adds a script with the style and the words that both share.
 *
 * @param string   $handle Its name.
 * @param string   $file   Its file.
 * @param string[] $needed What it needs.
 */
function enqueue( string $handle, string $file, array $needed ): void {
	wp_enqueue_style( $handle, plugins_url( 'assets/editor.css', FILE ), array(), VERSION );
	wp_enqueue_script( $handle . '-link', plugins_url( 'assets/link.js', FILE ), array(), VERSION, true );
	wp_enqueue_script( $handle, plugins_url( 'assets/' . $file, FILE ), array_merge( $needed, array( $handle . '-link' ) ), VERSION, true );
	wp_add_inline_script( $handle . '-link', 'window.telusurBacaJuga = ' . wp_json_encode( words() ) . ';', 'before' );
}

/**
 * Returns what the scripts say, and the label of a link.
 *
 * @return array<string, string>
 */
function words(): array {
	return array(
		'label'     => settings()['label'],
		'path'      => '/' . REST_NAMESPACE . '/suggestions',
		'name'      => __( 'Baca Juga', 'telusur-baca-juga' ),
		'find'      => __( 'Find related stories', 'telusur-baca-juga' ),
		'searching' => __( 'Searching …', 'telusur-baca-juga' ),
		'none'      => __( 'No older story is close enough. That is an answer, too.', 'telusur-baca-juga' ),
		'insert'    => __( 'Insert', 'telusur-baca-juga' ),
		'inserted'  => __( 'Inserted', 'telusur-baca-juga' ),
		'failed'    => __( 'Suggestions could not be fetched. Try again in a while; your story can be saved meanwhile.', 'telusur-baca-juga' ),
		/* translators: %d: number of suggestions. */
		'found'     => __( 'Suggestions: %d', 'telusur-baca-juga' ),
	);
}

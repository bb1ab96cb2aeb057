/* The block editor's panel: ask, look, insert. It never holds up saving. */
( ( wp, words ) => {
	'use strict';
	const { createElement: el, Fragment, useState } = wp.element;
	const { Button, ExternalLink, Notice } = wp.components;
	const { select, dispatch } = wp.data;
	/* Moved from edit-post to editor in WordPress 6.6. */
	const Panel = wp.editor?.PluginDocumentSettingPanel ?? wp.editPost.PluginDocumentSettingPanel;

	const draft = () => {
		const editor = select( 'core/editor' );
		return {
			post: editor.getCurrentPostId() ?? 0,
			title: editor.getEditedPostAttribute( 'title' ) ?? '',
			content: editor.getEditedPostContent(),
		};
	};

	/* Behind the block that is being written; inside a block that takes no paragraphs, at the end. */
	const insert = ( suggestion ) => {
		const { getBlockInsertionPoint, canInsertBlockType } = select( 'core/block-editor' );
		const { rootClientId, index } = getBlockInsertionPoint();
		const line = wp.blocks.createBlock( 'core/paragraph', { className: 'baca-juga', content: words.line( suggestion ) } );
		const place = canInsertBlockType( 'core/paragraph', rootClientId ) ? [ index, rootClientId ] : [];
		dispatch( 'core/block-editor' ).insertBlocks( line, ...place );
	};

	const Suggestion = ( { suggestion } ) => {
		const [ done, setDone ] = useState( false );
		return el( 'li', {},
			el( ExternalLink, { href: suggestion.url }, suggestion.title ),
			el( 'p', {}, [ suggestion.kind, suggestion.date, suggestion.reasons ].filter( Boolean ).join( ' · ' ) ),
			el( Button, {
				variant: 'secondary',
				disabled: done,
				'aria-label': `${ words.insert }: ${ suggestion.title }`,
				onClick: () => { insert( suggestion ); setDone( true ); },
			}, done ? words.inserted : words.insert )
		);
	};

	const Suggestions = () => {
		const [ state, setState ] = useState( {} );
		const ask = async () => {
			setState( { isBusy: true } );
			setState( await words.ask( draft() ) );
		};
		const { isBusy = false, problem, suggestions } = state;
		return el( Fragment, {},
			el( Button, { variant: 'primary', isBusy, disabled: isBusy, onClick: ask }, isBusy ? words.searching : words.find ),
			problem && el( Notice, { status: 'warning', isDismissible: false }, problem ),
			suggestions && el( 'p', { role: 'status' }, suggestions.length ? words.found.replace( '%d', suggestions.length ) : words.none ),
			suggestions && el( 'ol', {}, suggestions.map( ( suggestion ) => el( Suggestion, { key: suggestion.url, suggestion } ) ) )
		);
	};

	wp.plugins.registerPlugin( 'telusur-baca-juga', {
		icon: 'admin-links',
		render: () => el( Panel, { name: 'baca-juga', title: words.name, className: 'telusur-baca-juga' }, el( Suggestions ) ),
	} );
} )( window.wp, window.telusurBacaJuga );
